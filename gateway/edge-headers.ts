import type { HeaderList } from "../lib/gateway/message.ts";
import type { RequestHead } from "./listener.ts";

type Arrived = Pick<RequestHead, "headers" | "protocol"> & { scheme: "http" | "https"; edgeId: string; requestId: string };

/**
 * The headers of a request that came by an edge-optimized domain name, as the service's edge adds them; there is no edge here, so that
 * where a caller is has no value. What a caller says of them itself is gone.
 */
export function withEdgeHeaders({ headers, protocol, scheme, edgeId, requestId }: Arrived): HeaderList {
  const kept: string[] = [];
  let agent = "";
  for (let i = 0; i < headers.length; i += 2) {
    const [name = "", value = ""] = [headers[i], headers[i + 1]];
    const key = name.toLowerCase();
    if (key === "user-agent") agent = value;
    if (!key.startsWith("cloudfront-") && key !== "via" && key !== "x-amz-cf-id") kept.push(name, value);
  }
  const viewer = viewerOf(agent);
  const is = (kind: Viewer) => String(viewer === kind);
  return [
    ...kept,
    ...["CloudFront-Forwarded-Proto", scheme],
    ...["CloudFront-Is-Desktop-Viewer", is("desktop"), "CloudFront-Is-Mobile-Viewer", is("mobile")],
    ...["CloudFront-Is-SmartTV-Viewer", is("television"), "CloudFront-Is-Tablet-Viewer", is("tablet")],
    ...["Via", `${protocol.replace(/^HTTP\//, "")} ${edgeId}.cloudfront.net (CloudFront)`, "X-Amz-Cf-Id", requestId],
  ];
}

type Viewer = "desktop" | "mobile" | "tablet" | "television";

function viewerOf(userAgent: string): Viewer {
  if (/\b(?:SmartTV|SMART-TV|AppleTV|GoogleTV|HbbTV)\b/i.test(userAgent)) return "television";
  if (/\biPad\b|\bTablet\b|Android(?!.*\bMobile\b)/i.test(userAgent)) return "tablet";
  return /\bMobile\b|\biPhone\b/i.test(userAgent) ? "mobile" : "desktop";
}
