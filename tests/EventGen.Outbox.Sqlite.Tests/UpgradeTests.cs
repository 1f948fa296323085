namespace EventGen.Outbox.Sqlite.Tests;

/// <summary>Tables that an earlier version has made, with what it had left in them.</summary>
public sealed class UpgradeTests() : UpgradeSuite(new SqliteBackend())
{
    protected override string Id(int number) => $"X'{number:x32}'";

    protected override string Columns => "order_key";

    protected override string Key(string? key) => key is null ? "NULL" : $"'{key}'";

    protected override string Time(int seconds) => $"{seconds * 1_000_000L}";
}
