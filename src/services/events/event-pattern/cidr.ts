/** `{"cidr": "10.0.0.0/24"}`: addresses of either family. */
import { BlockList, isIP } from 'node:net';
import type { LeafTest, Operand } from './compile-comparison.ts';
import { PatternFault } from './pattern-fault.ts';

export function compileCidr(comparison: Operand, name: string): LeafTest {
  const value = comparison[name];
  const fault = (message: string): PatternFault => new PatternFault(message, comparison, name);
  if (typeof value !== 'string') throw fault('prefix match pattern must be a string');
  const [address, bits, ...rest] = value.split('/');
  if (address === undefined || bits === undefined || rest.length > 0) throw fault("Malformed CIDR, one '/' required");
  if (!/^[0-9]{1,3}$/.test(bits)) throw fault('Malformed CIDR, mask bits must be an integer');
  const version = isIP(address);
  if (version === 0) throw fault(`Nonstandard IP address: ${address}`);
  if (Number(bits) > (version === 4 ? 32 : 128)) throw fault('Malformed CIDR, mask bits must not exceed the address');
  const block = new BlockList();
  block.addSubnet(address, Number(bits), version === 4 ? 'ipv4' : 'ipv6');
  return (leaf) => {
    if (typeof leaf !== 'string' || isIP(leaf) !== version) return false;
    return block.check(leaf, version === 4 ? 'ipv4' : 'ipv6');
  };
}
