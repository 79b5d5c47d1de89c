export type ServerName = "mlserver" | "kserve";
export declare function installedServer(name: ServerName): string | undefined;
