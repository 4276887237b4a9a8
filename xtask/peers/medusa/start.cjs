// Medusa's own program, in this very process, so that whoever kills it kills all of it.
//
// DATABASE_URL  a PostgreSQL database
// PORT          where the admin API listens, on this machine only
// CHORE         in place of serving: `tables` makes them, `user` makes an administrator
'use strict';

const chores = {
  tables: ['db:migrate'],
  user: ['user', '-e', 'admin@example.com', '-p', 'supersecret'],
};
const serve = ['start', '-p', process.env.PORT, '-H', '127.0.0.1'];

process.env.MEDUSA_DISABLE_TELEMETRY = 'true';
process.argv = [process.argv[0], 'medusa', ...(chores[process.env.CHORE] ?? serve)];
require('@medusajs/cli/cli.js');
