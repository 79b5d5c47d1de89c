/** Stands in for @vscode/native-watchdog, which is a native module that nothing compiles here: ends with its parent. */
let timer;

exports.start = (pid) => {
  timer ??= setInterval(() => {
    try {
      process.kill(pid, 0);
    } catch {
      process.exit(87);
    }
  }, 2000);
  timer.unref();
};

exports.exit = (code) => process.exit(code ?? 0);
