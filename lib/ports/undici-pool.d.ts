// The pool alone: the package's entry also brings fetch, WebSockets and caches, which cost every start of a worker 30 ms.
declare module "undici/lib/dispatcher/pool.js" {
  import { Pool } from "undici";
  export default Pool;
}

declare module "undici/lib/dispatcher/client.js" {
  import { Client } from "undici";
  export default Client;
}
