import { readFileSync } from 'node:fs'
import { sameAsOutside } from '../src/verify/outside-answer.ts'
import { defineProbe } from '../src/verify/probe.ts'

/** Where OpenSSL, GnuTLS and Go look, by distribution (go/src/crypto/x509/root_linux.go). */
const BUNDLES = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem',
  '/etc/ssl/ca-bundle.pem',
  '/etc/ssl/cert.pem',
]

export const probe = defineProbe({
  id: 'works-certificates',
  claim: 'Every bundle of TLS certificates that can be read outside can be read inside.',
  guards: [],
  ...sameAsOutside('certificates', () => BUNDLES.filter(hasCertificate)),
})

function hasCertificate(path: string): boolean {
  try {
    return readFileSync(path, 'utf8').includes('BEGIN CERTIFICATE')
  } catch {
    // Another distribution's place, or no certificates are installed.
    return false
  }
}
