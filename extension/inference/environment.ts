/**
 * Variables that the inference child needs: where the system, its libraries, drivers and caches are, and what tunes them.
 * Everything else, such as a person's tokens, stays with the parent.
 */
const NEEDED = [
  /^(PATH|HOME|USER|LANG|LC_\w+|TZ|TMPDIR|TMP|TEMP|NODE_OPTIONS)$/,
  /^(SYSTEMROOT|SYSTEMDRIVE|WINDIR|COMSPEC|PATHEXT|PROGRAMDATA|PROGRAMFILES\S*|COMMONPROGRAMFILES\S*|(LOCAL)?APPDATA|USERPROFILE|NUMBER_OF_PROCESSORS|PROCESSOR_\w+)$/,
  /^((LD|DYLD)_\w+|XDG_\w+|DISPLAY|WAYLAND_DISPLAY)$/,
  /^(CUDA|NVIDIA|NV|CUDNN|TENSORRT|ORT|OMP|MKL|KMP|GOMP|VK|VULKAN|MESA|DRI|LIBGL|EGL|__GL|AMD|ROCM|HIP|HSA|DML|MTL|METAL|DAWN|WGPU)_\w+$/,
];

/** The environment of the inference child, made of its parent's. */
export function childEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = Object.entries(env).filter(([name]) => NEEDED.some((pattern) => pattern.test(name.toUpperCase())));
  // Inside Electron the executable is only a Node when it is told so.
  return { ...Object.fromEntries(kept), ELECTRON_RUN_AS_NODE: "1" };
}
