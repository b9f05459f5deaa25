import { describe, expect, it } from 'vitest';
import { aptConfiguration, parseSimulation } from '../../../src/setup/apt.ts';

describe('simulated installation', () => {
  it('reads new, upgraded and foreign packages, and nothing else', () => {
    const stdout = [
      'NOTE: This is only a simulation!',
      'The following NEW packages will be installed:',
      '  libvulkan1 mesa-vulkan-drivers',
      'Remv old-driver [1.0]',
      'Inst libdrm2 [2.4.114-1+b1] (2.4.123-1~bpo12+1 Debian Backports:oldstable-backports [amd64])',
      'Inst libllvm15 (1:15.0.6-4+b1 Debian:12.15/oldstable [amd64]) []',
      'Inst libx11-6:arm64 (2:1.8.4-2+deb12u2 Debian:12.15/oldstable [arm64])',
      'Conf libdrm2 (2.4.123-1~bpo12+1 Debian Backports:oldstable-backports [amd64])',
    ].join('\n');
    expect(parseSimulation(stdout)).toEqual([
      { name: 'libdrm2', version: '2.4.123-1~bpo12+1' },
      { name: 'libllvm15', version: '1:15.0.6-4+b1' },
      { name: 'libx11-6:arm64', version: '2:1.8.4-2+deb12u2' },
    ]);
  });
});

describe('apt configuration', () => {
  const dump = [
    'Acquire::http::Proxy "http://proxy.example.org:3128";',
    'Acquire::AllowInsecureRepositories "true";',
    'Acquire::IndexTargets::deb::DEP-11 "";',
    'APT::Update::Post-Invoke:: "rm -f /var/cache/apt/archives/*.deb";',
    'APT::Get::AllowUnauthenticated "true";',
    'Dir::State "var/lib/apt";',
  ].join('\n');
  const text = aptConfiguration('/cache/work', dump);

  it('keeps how the machine reaches the network', () => {
    expect(text).toContain('Acquire::http::Proxy "http://proxy.example.org:3128";');
  });

  it('keeps no hook of the machine and nothing that loosens the checks', () => {
    expect(text).not.toContain('Invoke');
    expect(text).not.toContain('"true"');
    expect(text).toContain('Acquire::AllowInsecureRepositories "false";');
    expect(text).toContain('APT::Get::AllowUnauthenticated "false";');
  });

  it('writes below the folder given only', () => {
    for (const key of ['Dir::State ', 'Dir::Cache ', 'Dir::Etc::sourceparts ', 'Dir::Etc::parts ']) {
      const line = text.split('\n').filter((candidate) => candidate.startsWith(key));
      expect(line).toHaveLength(1);
      expect(line[0]).toContain('"/cache/work/');
    }
  });
});
