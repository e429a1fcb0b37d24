import type { NextRequest } from "next/server";
import NextAuth from "next-auth";
import { authContext } from "@/app/_session";
import { authOptions } from "@/lib/auth/next-auth-options";

type Context = { params: Promise<{ nextauth: string[] }> };

async function handle(request: NextRequest, context: Context): Promise<Response> {
  return NextAuth(request, context, authOptions(await authContext()));
}

export { handle as GET, handle as POST };
