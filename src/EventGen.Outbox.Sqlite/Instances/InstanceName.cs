namespace EventGen.Outbox.Sqlite;

/// <summary>The name of this instance, with the lock that says that it is alive.</summary>
internal sealed class InstanceName : IDisposable
{
    private const int MaxSlots = 10_000;

    private readonly FileLock _lock;

    private InstanceName(string name, FileLock held) => (Name, _lock) = (name, held);

    public string Name { get; }

    /// <summary>Takes a name that no living process of the application has.</summary>
    /// <param name="pathOf">The file of an instance's lock.</param>
    /// <param name="wanted">The name; <see langword="null"/> for the machine's with the lowest slot that is free.</param>
    /// <exception cref="OutboxStoreException">A living process has the wanted name.</exception>
    public static InstanceName Take(Func<string, string> pathOf, string? wanted)
    {
        if (wanted is not null)
        {
            return FileLock.TryTake(pathOf(wanted)) is { } held ? new InstanceName(wanted, held) : throw new OutboxStoreException(
                $"Another process of this application runs as the instance '{wanted}'. Give each its own OutboxOptions.Instance, or none.",
                isTransient: true, mayBeCommitted: false);
        }

        for (int slot = 0; slot < MaxSlots; slot++)
        {
            string name = $"{Environment.MachineName}-{slot}";
            if (FileLock.TryTake(pathOf(name)) is { } held) return new InstanceName(name, held);
        }

        throw new OutboxStoreException($"{MaxSlots} processes of this application run on this machine.", isTransient: true, mayBeCommitted: false);
    }

    public void Dispose() => _lock.Dispose();
}
