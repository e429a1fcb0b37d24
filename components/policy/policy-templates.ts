const everybody = { Principal: "*", Action: "execute-api:Invoke", Resource: "execute-api:/*" };
const version = "2012-10-17";

export type PolicyTemplate = { id: string; label: string; document: { Version: string; Statement: readonly object[] } };

/** Policies to begin with; addresses are those that documents use as examples. */
export const policyTemplates: readonly PolicyTemplate[] = [
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

/** Policies of access keys to begin with. */
export function identityPolicyTemplates({ accountId, region }: { accountId: string; region: string }): readonly PolicyTemplate[] {
  const apis = `arn:aws:execute-api:${region}:${accountId}:*`;
  const invoke = { Effect: "Allow", Action: "execute-api:Invoke", Resource: apis };
  const control = `arn:aws:apigateway:${region}::/*`;
  return [
    { id: "invoke-only", label: "Call APIs only", document: { Version: version, Statement: [{ Sid: "Invoke", ...invoke }] } },
    {
      id: "one-method",
      label: "One method of one API",
      document: {
        Version: version,
        Statement: [{ Sid: "ReadPets", ...invoke, Resource: `arn:aws:execute-api:${region}:${accountId}:abcdefghij/prod/GET/pets/*` }],
      },
    },
    {
      id: "connections",
      label: "Send to WebSocket connections",
      document: {
        Version: version,
        Statement: [{ Sid: "ManageConnections", Effect: "Allow", Action: "execute-api:ManageConnections", Resource: apis }],
      },
    },
    {
      id: "read-only",
      label: "Read definitions only",
      document: { Version: version, Statement: [{ Sid: "Read", Effect: "Allow", Action: "apigateway:GET", Resource: control }] },
    },
    {
      id: "no-deletes",
      label: "All but deleting",
      document: {
        Version: version,
        Statement: [
          { Sid: "All", Effect: "Allow", Action: "*", Resource: "*" },
          { Sid: "KeepAll", Effect: "Deny", Action: "apigateway:DELETE", Resource: control },
        ],
      },
    },
  ];
}
