using EventLinkDr.TestKit;

[assembly: AssemblyFixture(typeof(PostgresFixture))]
