-- CreateTable
CREATE TABLE "TemplateTest" (
    "id" TEXT NOT NULL,
    "apiId" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "settings" JSONB NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "TemplateTest_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "TemplateTest_apiId_idx" ON "TemplateTest"("apiId");

-- AddForeignKey
ALTER TABLE "TemplateTest" ADD CONSTRAINT "TemplateTest_apiId_fkey" FOREIGN KEY ("apiId") REFERENCES "Api"("id") ON DELETE CASCADE ON UPDATE CASCADE;
