const everybody = { Principal: "*", Action: "execute-api:Invoke", Resource: "execute-api:/*" };
const version = "2012-10-17";

type Template = { id: string; label: string; document: { Version: string; Statement: readonly object[] } };

/** Policies to begin with; addresses are those that documents use as examples. */
export const policyTemplates: readonly Template[] = [
  {
    id: "allow-addresses",
    label: "Allow some addresses only",
    document: {
      Version: version,
      Statement: [
        {
          Sid: "AllowAddresses",
          Effect: "Allow",
          ...everybody,
          Condition: { IpAddress: { "aws:SourceIp": ["192.0.2.0/24", "2001:db8::/32"] } },
        },
      ],
    },
  },
  {
    id: "deny-addresses",
    label: "Deny some addresses",
    document: {
      Version: version,
      Statement: [
        { Sid: "AllowAll", Effect: "Allow", ...everybody },
        { Sid: "DenyAddresses", Effect: "Deny", ...everybody, Condition: { IpAddress: { "aws:SourceIp": ["203.0.113.0/24"] } } },
      ],
    },
  },
  {
    id: "vpc-endpoint",
    label: "One VPC endpoint only",
    document: {
      Version: version,
      Statement: [
        { Sid: "AllowAll", Effect: "Allow", ...everybody },
        {
          Sid: "DenyOtherEndpoints",
          Effect: "Deny",
          ...everybody,
          Condition: { StringNotEquals: { "aws:SourceVpce": "vpce-0123456789abcdef0" } },
        },
      ],
    },
  },
];
