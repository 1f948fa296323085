namespace EventGen.Outbox.PostgreSql.Tests;

/// <summary>Tables that an earlier version has made, with what it had left in them.</summary>
public sealed class UpgradeTests(SharedServer shared) : UpgradeSuite(new PostgreSqlBackend(shared))
{
    protected override string Id(int number) => $"'{number:x32}'";

    protected override string Columns => "order_key, order_hash";

    protected override string Key(string? key) => key is null ? "NULL, NULL" : $"'{key}', '{OrderHash.Of(key)}'";

    protected override string Time(int seconds) => $"to_timestamp({seconds})";
}
