import { z } from "zod";
import { emailLengthMax } from "@/lib/auth/users";
import { roles } from "@/lib/base/roles";
import type { LinkView, MemberOperations } from "@/lib/client/member-operations";
import {
  changeRole,
  inviteMember,
  listMembers,
  makeSignInLink,
  type OneTimeLink,
  removeMember,
  withdrawInvitation,
} from "@/lib/services/members";
import { id } from "./_inputs";
import type { CallContext, Row } from "./_row";

const email = z.email("This is not an e-mail address.").max(emailLengthMax);
const role = z.enum(roles);
const member = z.object({ userId: id });

/** Calls about people and their roles. */
export const memberOperations: { [N in keyof MemberOperations]: Row<N> } = {
  listMembers: {
    kind: "query",
    input: z.object({}),
    run: async ({ scope }) => {
      const { members, invitations } = await listMembers(scope);
      return {
        members: members.map(({ joinedAt, ...rest }) => ({ ...rest, joinedAt: joinedAt.toISOString() })),
        invitations: invitations.map(({ expiresAt, ...rest }) => ({ ...rest, expiresAt: expiresAt.toISOString() })),
      };
    },
  },
  inviteMember: {
    kind: "mutation",
    input: z.object({ email, role }),
    run: async ({ scope, runtime }, input) => linkView(runtime, await inviteMember(scope, input)),
  },
  makeSignInLink: {
    kind: "mutation",
    input: member,
    run: async ({ scope, runtime }, input) => linkView(runtime, await makeSignInLink(scope, input)),
  },
  withdrawInvitation: {
    kind: "mutation",
    input: z.object({ email: z.string().max(emailLengthMax) }),
    run: async ({ scope }, input) => {
      await withdrawInvitation(scope, input);
      return {};
    },
  },
  changeRole: {
    kind: "mutation",
    input: member.extend({ role }),
    run: async ({ scope }, input) => {
      await changeRole(scope, input);
      return {};
    },
  },
  removeMember: {
    kind: "mutation",
    input: member,
    run: async ({ scope }, input) => {
      await removeMember(scope, input);
      return {};
    },
  },
};

function linkView({ environment }: CallContext["runtime"], { token, expiresAt }: OneTimeLink): LinkView {
  const base = environment.PUBLIC_URL ?? `http://localhost:${environment.PORT}`;
  return { url: `${base}/invite?token=${token}`, expiresAt: expiresAt.toISOString() };
}
