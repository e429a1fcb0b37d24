-- CreateTable
CREATE TABLE "Route" (
    "id" TEXT NOT NULL,
    "apiId" TEXT NOT NULL,
    "routeKey" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "settings" JSONB NOT NULL,

    CONSTRAINT "Route_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Integration" (
    "id" TEXT NOT NULL,
    "apiId" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "settings" JSONB NOT NULL,

    CONSTRAINT "Integration_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "Route_apiId_routeKey_key" ON "Route"("apiId", "routeKey");

-- CreateIndex
CREATE INDEX "Integration_apiId_idx" ON "Integration"("apiId");

-- AddForeignKey
ALTER TABLE "Route" ADD CONSTRAINT "Route_apiId_fkey" FOREIGN KEY ("apiId") REFERENCES "Api"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Integration" ADD CONSTRAINT "Integration_apiId_fkey" FOREIGN KEY ("apiId") REFERENCES "Api"("id") ON DELETE CASCADE ON UPDATE CASCADE;
