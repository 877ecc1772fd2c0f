// The body of a function of (log, signedIn, losesFirst): a transport that answers as the gateway does.

const identity = {
  self: true,
  practitioner: { code: '90813319', lastName: 'Weber', firstName: 'Anne' },
  gpCodes: ['90813319'],
  may: ['ecit', 'revoke'],
};
const answer = (status, body) =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } });
let deposits = 0;

return async (request, { tag }) => {
  const body = await request.clone().text();
  log.calls.push([tag, body]);
  const path = new URL(request.url).pathname;
  if (path === '/volet/configuration') {
    return answer(200, {
      mode: 'mediated', issuer: 'https://issuer.example', authorizationEndpoint: 'https://issuer.example/auth',
      clientId: 'volet-test',
    });
  }
  if (path === '/volet/session') {
    return answer(200, { signedIn, session_expires_in: 1800, identities: signedIn ? [identity] : [] });
  }
  if (tag === 'token') {
    return answer(200, { access_token: 't1', token_type: 'Bearer', expires_in: 300, session_expires_in: 1800 });
  }
  if (tag === 'econnector.status') return answer(200, { status: 'UP' });
  if (tag === 'econnector.send-document') {
    deposits += 1;
    if (losesFirst && deposits === 1) return answer(504, { code: 'send_outcome_unknown' });
    const { documentId } = JSON.parse(body);
    return answer(200, { documentId, uuidSecu: 'secu-1', anomalies: [], documents: [] });
  }
  throw new Error(`no answer for ${tag} ${path}`);
};
