using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace OutboxProgram;

/// <summary>What the process was told about its handlers.</summary>
internal static class Trial
{
    /// <summary>The number that ends the process, as an event does that its handler cannot bear.</summary>
    public static int? Poison { get; set; }

    /// <summary>The handler that does so.</summary>
    public static string Poisoned { get; set; } = "ledger";

    /// <summary>The number that its handler never ends with.</summary>
    public static int? Held { get; set; }

    /// <summary>Opens a connection for notes of deliveries; <see langword="null"/> where nobody wants them.</summary>
    public static Func<DbConnection>? Connect { get; set; }

    public static void Read(IReadOnlyDictionary<string, string> settings)
    {
        if (settings.TryGetValue("poison", out string? poison)) Poison = int.Parse(poison, CultureInfo.InvariantCulture);
        if (settings.TryGetValue("poisoned", out string? poisoned)) Poisoned = poisoned;
        if (settings.TryGetValue("held", out string? held)) Held = int.Parse(held, CultureInfo.InvariantCulture);
        string connectionString = settings["connection"];
        if (settings.ContainsKey("notes")) Connect = settings["kind"] == "sqlite" ? () => new SqliteConnection(connectionString) : () => new NpgsqlConnection(connectionString);
    }

    public static void DieOf(string handler, int number)
    {
        if (number == Poison && handler == Poisoned) Process.GetCurrentProcess().Kill();
    }

    public static Task HoldAsync(int number, CancellationToken cancellationToken) => number == Held ? Task.Delay(Timeout.Infinite, cancellationToken) : Task.CompletedTask;

    /// <summary>Writes down that a handler has an event, in no transaction but its own: a delivery that is repeated is seen twice.</summary>
    public static async Task NoteAsync(string handler, int number, CancellationToken cancellationToken)
    {
        if (Connect is not { } connect) return;
        await using var connection = connect();
        await connection.OpenAsync(cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = string.Create(CultureInfo.InvariantCulture, $"INSERT INTO deliveries (handler, number) VALUES ('{handler}', {number})");
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Writes an effect in the transaction of a handler.</summary>
    public static async Task WriteEffectAsync(OutboxTransaction transaction, int number, CancellationToken cancellationToken)
    {
        await transaction.BeginAsync(cancellationToken);
        await using var command = transaction.Connection.CreateCommand();
        command.Transaction = transaction.Transaction;
        command.CommandText = string.Create(CultureInfo.InvariantCulture, $"INSERT INTO effects (id) VALUES ('{number}')");
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Writes an effect in a SQLite file, and commits it when the input ends.</summary>
    public static async Task KeepWriteLockAsync(string connectionString)
    {
        await using var connection = new SqliteConnection(connectionString);
        await connection.OpenAsync();
        await using var transaction = connection.BeginTransaction();
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = "INSERT INTO effects (id) VALUES ('other')";
        await command.ExecuteNonQueryAsync();
        Console.WriteLine("started");
        await Console.In.ReadToEndAsync();
        await transaction.CommitAsync();
    }
}
