namespace EventGen.EntityFrameworkCore.Tests;

/// <summary>What a migration has of the outbox's scripts, for versions of the tables to come.</summary>
public sealed class OutboxUpgradeTests
{
    private static readonly OutboxScript[] s_scripts =
    [
        new(1, "CREATE TABLE a (id int);\nCREATE SEQUENCE s;\nCREATE TABLE b (id int);"),
        new(2, "ALTER TABLE a ADD x int;"),
        new(3, "CREATE TABLE c (id int);"),
    ];

    [Theory]
    [InlineData(0, 3, new[] { 1, 2, 3 })]
    [InlineData(0, 1, new[] { 1 })]
    [InlineData(1, 3, new[] { 2, 3 })]
    [InlineData(2, 3, new[] { 3 })]
    public void AnUpgrade_HasTheScriptsSinceTheVersionBefore(int from, int to, int[] versions) =>
        Assert.Equal(versions.Select(static version => s_scripts[version - 1].Sql), OutboxMigrations.Scripts(s_scripts, from, to));

    [Theory]
    [InlineData(3, new[] { "DROP TABLE c;", "DROP TABLE b;", "DROP SEQUENCE s;", "DROP TABLE a;" })]
    [InlineData(1, new[] { "DROP TABLE b;", "DROP SEQUENCE s;", "DROP TABLE a;" })]
    public void TakenBack_EverythingOfThatVersionIsDropped_TheLastFirst(int from, string[] drops) =>
        Assert.Equal(drops, OutboxMigrations.Scripts(s_scripts, from, to: 0));

    [Fact]
    public void AnOlderVersionOfTheTables_IsNotComeBackTo() =>
        Assert.Contains("from version 3 to 1", Assert.Throws<NotSupportedException>(static () => OutboxMigrations.Scripts(s_scripts, from: 3, to: 1)).Message);
}
