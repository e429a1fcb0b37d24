import type { ReactNode } from "react";
import { Logo } from "@/components/shell/logo";

export function SignInFrame({ title, text, children }: { title: string; text: ReactNode; children: ReactNode }) {
  return (
    <main className="flex min-h-screen items-start justify-center bg-sunken px-4 pt-[14vh] pb-8">
      <div className="w-full max-w-[380px] rounded-lg border border-line bg-raised p-6 shadow-float">
        <p className="mb-5 flex items-center gap-2 font-semibold text-lg">
          <Logo /> Gatehouse
        </p>
        <h1 className="text-xl">{title}</h1>
        <p className="mb-5 text-muted">{text}</p>
        {children}
      </div>
    </main>
  );
}
