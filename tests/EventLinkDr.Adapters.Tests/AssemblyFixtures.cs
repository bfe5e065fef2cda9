using EventLinkDr.TestKit;
using Xunit;

[assembly: AssemblyFixture(typeof(PostgresFixture))]
