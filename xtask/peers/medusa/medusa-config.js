// A shop for tests: Medusa as it comes, on the database that the environment names, everything else in memory.
'use strict';

const { defineConfig } = require('@medusajs/framework/utils');

const nowhere = 'http://localhost';

module.exports = defineConfig({
  projectConfig: {
    databaseUrl: process.env.DATABASE_URL,
    http: {
      storeCors: nowhere,
      adminCors: nowhere,
      authCors: nowhere,
      jwtSecret: 'for tests only',
      cookieSecret: 'for tests only',
    },
  },
  admin: { disable: true },
});
