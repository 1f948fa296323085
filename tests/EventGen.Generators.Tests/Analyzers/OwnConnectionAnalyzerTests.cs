using EventGen.Generators.Analyzers;
using EventGen.Generators.Tests.Rules;
using EventGen.TestKit;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace EventGen.Generators.Tests.Analyzers;

public sealed class OwnConnectionAnalyzerTests
{
    private const string Sqlite = "b.AddSqliteOutbox(\"Data Source=shop.db\")";
    private const string PostgreSql = "b.AddPostgreSqlOutbox(Environment.GetEnvironmentVariable(\"SHOP\")!)";
    private const string Write = "using var command = connection.CreateCommand(); command.CommandText = \"INSERT INTO ledger (id) VALUES (1)\"; await command.ExecuteNonQueryAsync();";

    private static readonly AnalyzerHarness s_shop = new(static () => new OwnConnectionAnalyzer())
    {
        Project = (Project.Setup with { ImplicitUsings = Project.Setup.ImplicitUsings + "\nglobal using Microsoft.Data.Sqlite;\nglobal using Npgsql;\nglobal using System.Data;\nglobal using System.Data.Common;" })
            .Referencing(
                typeof(SqliteOutboxEventBusBuilderExtensions).Assembly, typeof(PostgreSqlOutboxEventBusBuilderExtensions).Assembly, typeof(OutboxOptions).Assembly,
                typeof(SqliteConnection).Assembly, typeof(NpgsqlConnection).Assembly),
    };

    [Theory, Fires("EVG2014")]
    [InlineData(Sqlite, $"await using var connection = {{|EVG2014:new SqliteConnection(\"Data Source=shop.db\")|}}; await connection.OpenAsync(); {Write}")]
    [InlineData(Sqlite, $"await using var connection = {{|EVG2014:new SqliteConnection(Place.Of(e))|}}; {Write}")]
    [InlineData(Sqlite, "using IDbConnection connection = {|EVG2014:new SqliteConnection(Place.Of(e))|}; await connection.ExecuteAsync(\"insert into ledger (id) values (1)\");")]
    [InlineData(PostgreSql, $"await using var connection = {{|EVG2014:new NpgsqlConnection(\"Host=x\")|}}; {Write}")]
    [InlineData(PostgreSql, $"await using var connection = await Place.Source.{{|EVG2014:OpenConnectionAsync|}}(); {Write}")]
    [InlineData(PostgreSql, "await using var command = Place.Source.{|EVG2014:CreateCommand|}(\"INSERT INTO ledger (id) VALUES (1)\"); await command.ExecuteNonQueryAsync();")]
    [InlineData(Sqlite, $"await Task.Run(async () => {{ using var connection = {{|EVG2014:new SqliteConnection(Place.Of(e))|}}; {Write} }});")]
    public async Task WriteOnAConnectionOfItsOwn_IsReported(string outbox, string body)
    {
        var reported = await s_shop.VerifyAsync(Shop(outbox), Ledger(body));
        Assert.Equal(
            "Handler 'Shop.Ledger.Book' of the durable event 'Shop.Placed' writes on a connection of its own to what may be the outbox's database, so a crash may make it write twice; "
            + "take an OutboxTransaction and write on its Connection",
            Assert.Single(reported).GetMessage());
    }

    [Theory, Silent("EVG2014")]
    [InlineData(Sqlite, $"await using var connection = new SqliteConnection(\"Data Source=other.db\"); {Write}")]
    [InlineData(Sqlite, $"await using var connection = new NpgsqlConnection(\"Host=x\"); {Write}")]
    [InlineData("b", $"await using var connection = new SqliteConnection(\"Data Source=shop.db\"); {Write}")]
    [InlineData(Sqlite, "await using var connection = new SqliteConnection(\"Data Source=shop.db\"); using var command = connection.CreateCommand(); command.CommandText = \"SELECT 1\"; await command.ExecuteScalarAsync();")]
    [InlineData(Sqlite, "await using var connection = new SqliteConnection(\"Data Source=shop.db\"); using var command = connection.CreateCommand(); command.CommandText = \"PRAGMA busy_timeout=1\"; command.ExecuteNonQuery();")]
    [InlineData(Sqlite, $"var connection = Place.Shared; {Write}")]
    public async Task WhatIsNoWriteOnOne_IsNotReported(string outbox, string body) => Assert.Empty(await s_shop.VerifyAsync(Shop(outbox), Ledger(body)));

    [Theory, Silent("EVG2014")]
    [InlineData("Placed e, OutboxTransaction transaction")]
    [InlineData("Printed e")]
    public async Task OtherHandlers_AreNotReported(string parameters) =>
        Assert.Empty(await s_shop.VerifyAsync(Shop(Sqlite), Ledger($"await using var connection = new SqliteConnection(\"Data Source=shop.db\"); {Write}", parameters)));

    [Fact, Silent("EVG2014")]
    public async Task ClassThatTakesTheTransaction_IsNotReported() => Assert.Empty(await s_shop.VerifyAsync(
        Shop(Sqlite),
        $"namespace Shop; public class Ledger(OutboxTransaction transaction) {{ [Subscribe] public async Task Book(Placed e) {{ await transaction.BeginAsync(); await using var connection = new SqliteConnection(\"Data Source=shop.db\"); {Write} }} }}"));

    private static string Shop(string outbox) =>
        $$"""
        namespace Shop;
        [Event, Durable] public sealed record Placed(int Number);
        [Event] public sealed record Printed(int Number);
        public static class Place { public static string Of(object e) => e.ToString()!; public static NpgsqlDataSource Source = null!; public static SqliteConnection Shared = null!; }
        public static class Setup { public static void Add(IEventBusBuilder b) => _ = {{outbox}}; }
        public static class Dapper { public static Task<int> ExecuteAsync(this IDbConnection connection, string sql) => Task.FromResult(connection.ToString()!.Length + sql.Length); }
        """;

    private static string Ledger(string body, string parameters = "Placed e") => $"namespace Shop; public static class Ledger {{ [Subscribe] public static async Task Book({parameters}) {{ {body} }} }}";
}
