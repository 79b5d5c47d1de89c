export type ServerName = "mlserver" | "kserve" | "llamacpp";
export declare function installedServer(name: ServerName): string | undefined;
