using System.Diagnostics;
using Microsoft.Data.Sqlite;
using OrderDesk.Receipts;

namespace OrderDesk;

/// <summary>The SQLite file that keeps accepted orders until they are handled, and their receipts.</summary>
internal sealed class DeskOutbox
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(50);

    private readonly string _path;

    private DeskOutbox(string path)
    {
        _path = path;
        ConnectionString = new SqliteConnectionStringBuilder { DataSource = path }.ToString();
        Receipts = new TableMailbox(ConnectionString);
    }

    public string ConnectionString { get; }

    public TableMailbox Receipts { get; }

    /// <exception cref="UnusableFileException">The file cannot be made or is no database.</exception>
    public static async Task<DeskOutbox> OpenAsync(string path)
    {
        var outbox = new DeskOutbox(path);
        try
        {
            await outbox.Receipts.OpenAsync();
            return outbox;
        }
        catch (SqliteException exception)
        {
            throw new UnusableFileException($"Cannot use '{path}' as an outbox: {exception.Message.TrimEnd('.')}. Name a file that can be made, or one of an earlier run.");
        }
    }

    /// <summary>Copies each receipt, those of earlier runs first, as soon as it is there.</summary>
    /// <param name="target">Where to.</param>
    /// <param name="ended">Ends the copying, after what is there then.</param>
    public async Task CopyReceiptsAsync(IMailbox target, CancellationToken ended)
    {
        bool isLast;
        long copied = 0;
        do
        {
            isLast = ended.IsCancellationRequested;
            copied = await Receipts.CopyAsync(target, copied);
            if (!isLast) await Task.Delay(s_interval, ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        while (!isLast);
    }

    /// <summary>Waits until every accepted order has been handled: a stop of the bus leaves the rest in the outbox.</summary>
    /// <returns>False when it took too long or was to stop.</returns>
    public static async Task<bool> DrainAsync(EventBus bus, TimeSpan timeout, CancellationToken stop)
    {
        long began = Stopwatch.GetTimestamp();
        while ((await bus.Outbox.GetStatusAsync(CancellationToken.None)).Pending > 0)
        {
            if (stop.IsCancellationRequested || Stopwatch.GetElapsedTime(began) > timeout) return false;
            await Task.Delay(s_interval, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return true;
    }

    public override string ToString() => _path;
}
