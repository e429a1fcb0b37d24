// Loaded into a child of the supervisor: when the supervisor is gone, however it went, the child stops as if it had been told to.
import cluster from "node:cluster";

// Workers of a cluster have a channel of their own, to their primary.
if (cluster.isPrimary && process.send !== undefined) process.once("disconnect", () => process.kill(process.pid, "SIGTERM"));
