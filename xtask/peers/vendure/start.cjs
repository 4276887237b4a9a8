// A shop for tests: Vendure as it comes, on the database and the port that the environment names.
//
// DATABASE_URL  a PostgreSQL database; tables are made when they are missing
// PORT          where the Admin API listens, on this machine only
// DECIMALS      decimals of every amount; two when it is absent, as Vendure has by default
'use strict';

const { DefaultLogger, DefaultMoneyStrategy, LogLevel, bootstrap, dummyPaymentHandler } = require('@vendure/core');

/** Vendure's own way to keep money, with so many decimals. */
class Money extends DefaultMoneyStrategy {
  precision = Number(process.env.DECIMALS ?? 2);
}

const database = new URL(process.env.DATABASE_URL);

bootstrap({
  apiOptions: { hostname: '127.0.0.1', port: Number(process.env.PORT), adminApiPath: 'admin-api', shopApiPath: 'shop-api' },
  authOptions: {
    tokenMethod: ['bearer', 'cookie', 'api-key'],
    superadminCredentials: { identifier: 'superadmin', password: 'superadmin' },
    cookieOptions: { secret: 'for tests only' },
  },
  dbConnectionOptions: {
    type: 'postgres',
    host: database.hostname,
    port: Number(database.port),
    username: decodeURIComponent(database.username),
    password: decodeURIComponent(database.password),
    database: database.pathname.slice(1),
    synchronize: true,
    logging: false,
  },
  entityOptions: { moneyStrategy: new Money() },
  paymentOptions: { paymentMethodHandlers: [dummyPaymentHandler] },
  logger: new DefaultLogger({ level: LogLevel.Error }),
  plugins: [],
}).catch((error) => {
  console.error(error);
  process.exit(1);
});
