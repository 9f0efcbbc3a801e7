/** Listens where systemd would: `stand-in-systemd.ts SOCKET GREETING ANSWER`, both in hex; says `ready`, then what it was told. */

const [, , path = '', greeting = '', answer = ''] = process.argv
const told: number[] = []
let greeted = false

Bun.listen({
  unix: path,
  socket: {
    data(socket, bytes) {
      told.push(...bytes)
      const text = Buffer.from(told).toString('latin1')
      if (!greeted && text.endsWith('\r\n')) {
        greeted = true
        socket.write(Uint8Array.fromHex(greeting))
      }
      if (text.includes('StartTransientUnit') && answer !== '') socket.write(Uint8Array.fromHex(answer))
      if (text.includes('StartTransientUnit') && answer === '') socket.end()
    },
    close: () => {
      process.stdout.write(`${Buffer.from(told).toString('hex')}\n`)
      process.exit(0)
    },
  },
})
process.stdout.write('ready\n')
setTimeout(() => process.exit(1), 20_000)
