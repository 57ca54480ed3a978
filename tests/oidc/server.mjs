// server.mjs - an OpenID provider of somebody else, dressed as Microsoft's
//
// SPDX-License-Identifier: GPL-3.0-or-later
//
// usage: node server.mjs FOLDER
//
// FOLDER has the provider in its node_modules.  Listens on a free port of the loopback
// interface and prints one line of JSON once it is ready: where it is, and whom it knows.
// Addresses and claims are Microsoft's; how codes, tokens and signatures work is the
// provider's own.  The people do at once what the pages ask of them.

import { generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

// The library's advice is for those who serve the internet, and standard output is for the
// line of JSON alone.
console.info = () => {};
console.warn = () => {};

const folder = resolve(process.argv[2], 'package.json');
const found = createRequire(folder).resolve('oidc-provider');
const { default: Provider } = await import(pathToFileURL(found));

const tenant = randomUUID();
const clientId = randomUUID();
const service = 'https://graph.microsoft.com/.default';
const deviceGrant = 'urn:ietf:params:oauth:grant-type:device_code';

// Whoever signs in without a name is the first; the second declines what is asked.
const accounts = ['Ada Lantern', 'Nils Never'].map((name) => ({
  sub: randomBytes(24).toString('base64url'),
  oid: randomUUID(),
  name,
  preferred_username: `${name.split(' ')[0].toLowerCase()}@lantern.example`,
}));

function makeKey() {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });

  return { ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256', kid: randomUUID() };
}

function findAccount(context, sub) {
  const account = accounts.find((candidate) => candidate.sub === sub);

  return account && {
    accountId: sub,
    claims: () => ({ ...account, tid: tenant, ver: '2.0' }),
  };
}

function makeProvider(origin) {
  return new Provider(`${origin}/login/${tenant}/v2.0`, {
    clients: [{
      client_id: clientId,
      application_type: 'native',
      token_endpoint_auth_method: 'none',
      redirect_uris: ['http://localhost'],
      response_types: ['code'],
      grant_types: ['authorization_code', 'refresh_token', deviceGrant],
    }],
    routes: {
      authorization: '/oauth2/v2.0/authorize',
      token: '/oauth2/v2.0/token',
      device_authorization: '/oauth2/v2.0/devicecode',
      code_verification: '/oauth2/deviceauth',
      jwks: '/discovery/v2.0/keys',
    },
    scopes: ['openid', 'profile', 'offline_access', service],
    claims: {
      openid: ['sub', 'tid', 'oid', 'ver'],
      profile: ['name', 'preferred_username'],
    },
    // Microsoft puts them into the ID token, and not only where userinfo has them.
    conformIdTokenClaims: false,
    findAccount,
    jwks: { keys: [makeKey()] },
    cookies: { keys: [randomBytes(32).toString('base64url')] },
    pkce: { methods: ['S256'], required: () => true },
    rotateRefreshToken: true,
    features: {
      devInteractions: { enabled: false },
      deviceFlow: { enabled: true },
    },
    interactions: {
      url: (context, interaction) => `/login/${tenant}/interaction/${interaction.uid}`,
    },
    ttl: {
      AccessToken: 3600, AuthorizationCode: 60, DeviceCode: 600, Grant: 86400, IdToken: 3600,
      Interaction: 600, RefreshToken: 86400, Session: 86400,
    },
  });
}

// What a person does on the pages for signing in and for consent.
async function answerPage(provider, request, response) {
  const { params } = await provider.interactionDetails(request, response);
  const account = accounts.find((one) => one.preferred_username === params.login_hint)
    ?? accounts[0];

  if (account !== accounts[0]) {
    await provider.interactionFinished(request, response, {
      error: 'access_denied',
      error_description: 'The user does not want to.',
    });
    return;
  }

  const grant = new provider.Grant({ accountId: account.sub, clientId: params.client_id });
  grant.addOIDCScope(params.scope);
  await provider.interactionFinished(request, response, {
    login: { accountId: account.sub },
    consent: { grantId: await grant.save() },
  });
}

// A service that takes what the provider gives.
async function serveGraph(provider, request, response) {
  const [, value] = (request.headers.authorization ?? '').match(/^Bearer (.+)$/) ?? [];
  const token = value && await provider.AccessToken.find(value);
  const good = token?.isValid && token.scopes.has(service);
  const body = good
    ? { value: [{ id: tenant, displayName: 'Lantern Works', verifiedDomains: [] }] }
    : { error: { code: 'InvalidAuthenticationToken', message: 'That token is not good.' } };

  response.writeHead(good ? 200 : 401, { 'Content-Type': 'application/json' });
  response.end(JSON.stringify(body));
}

async function serve(provider, request, response) {
  const mount = `/login/${tenant}`;

  if (request.url.startsWith('/graph/v1.0/organization')) {
    await serveGraph(provider, request, response);
    return;
  }

  if (!request.url.startsWith(`${mount}/`)) {
    response.writeHead(404).end();
    return;
  }

  const path = request.url.slice(mount.length);
  if (path.startsWith('/interaction/')) {
    await answerPage(provider, request, response);
    return;
  }

  // The provider finds out where it is mounted from what the two have in common.
  request.url = path.replace(/^\/v2\.0\/\.well-known\//, '/.well-known/');
  if (request.url.startsWith('/oauth2/v2.0/authorize?') && !/[?&]prompt=/.test(request.url)) {
    // OpenID Connect gives refresh tokens after an explicit consent only, Microsoft always.
    request.url += '&prompt=consent';
  }
  request.originalUrl = mount + request.url;
  await provider.callback()(request, response);
}

const server = createServer();
server.listen(0, '127.0.0.1', () => {
  const origin = `http://127.0.0.1:${server.address().port}`;
  const provider = makeProvider(origin);

  provider.on('server_error', (context, error) => console.error(error));
  server.on('request', (request, response) => {
    serve(provider, request, response).catch((error) => {
      console.error(error);
      response.writeHead(500).end();
    });
  });
  console.log(JSON.stringify({
    url: origin,
    tenant,
    clientId,
    objectId: accounts[0].oid,
    name: accounts[0].name,
    user: accounts[0].preferred_username,
    decliner: accounts[1].preferred_username,
  }));
});
