using Microsoft.Extensions.Logging;

namespace EventGen;

/// <summary>What a store has to know to be opened. Immutable.</summary>
public sealed record OutboxStart
{
    /// <summary>The application; instances with one name share the work.</summary>
    public required string Application { get; init; }

    /// <summary>The name of this instance; <see langword="null"/> for the machine's name and the lowest slot that no living process of the application holds.</summary>
    public string? Instance { get; init; }

    /// <inheritdoc cref="OutboxOptions.LeaseDuration"/>
    public required TimeSpan LeaseDuration { get; init; }

    /// <summary>How much later a row is due that was started when a process died, for each crash that it had before. See <see cref="IOutboxStore.TakeOverAsync"/>.</summary>
    /// <value>Default: zero, it stays due.</value>
    public TimeSpan CrashDelay { get; init; }

    /// <inheritdoc cref="OutboxOptions.InboxRetention"/>
    public required TimeSpan InboxRetention { get; init; }

    /// <inheritdoc cref="OutboxOptions.TablePrefix"/>
    public required string TablePrefix { get; init; }

    /// <inheritdoc cref="OutboxOptions.CreateTables"/>
    public required bool CreateTables { get; init; }

    /// <summary>The bus's clock.</summary>
    public required TimeProvider TimeProvider { get; init; }

    /// <summary>The bus's log.</summary>
    public required ILogger Logger { get; init; }

    /// <summary>Called, on any thread, when others may have committed rows, released keys or made rows due. Cheap; throws nothing.</summary>
    public required Action Wake { get; init; }
}
