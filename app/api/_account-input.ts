import { z } from "zod";
import { passwordLengthMax, passwordLengthMin } from "@/lib/auth/password";
import { ServiceError } from "@/lib/base/service-error";

/** What somebody who came by a one-time link says. */
export const accountInput = z.object({
  token: z.string().max(200),
  name: z.string().trim().min(1, "Say how you are called.").max(100),
  password: z.string().min(passwordLengthMin, `A password has at least ${passwordLengthMin} characters.`).max(passwordLengthMax),
});

/** Far more than the form has. */
export const accountBytesMax = 16_384;

/** Throws what is wrong, field by field. */
export function parseAccount<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const fields = Object.fromEntries(parsed.error.issues.map((issue) => [issue.path.join("."), issue.message]));
  throw new ServiceError("BadRequestException", "Some fields need another value.", { fields });
}
