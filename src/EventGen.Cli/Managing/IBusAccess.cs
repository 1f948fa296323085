using System.Text.Json.Nodes;

namespace EventGen.Cli.Managing;

/// <summary>The outbox and the dead letters that a command works on: those of a running application, or those in a store. Answers have the members that the management endpoints give them.</summary>
internal interface IBusAccess : IAsyncDisposable
{
    /// <summary>The events, handlers and publishers that it knows of.</summary>
    Task<BusNames> NamesAsync(CancellationToken cancellationToken);

    /// <summary>How much waits.</summary>
    Task<JsonNode?> OutboxStatusAsync(CancellationToken cancellationToken);

    /// <summary>A page of the outbox.</summary>
    Task<JsonNode?> OutboxAsync(OutboxChoice choice, CancellationToken cancellationToken);

    /// <exception cref="CommandException">No such event waits for a later attempt.</exception>
    Task RetryAsync(Guid id, CancellationToken cancellationToken);

    /// <exception cref="CommandException">No such event waits.</exception>
    Task CancelAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>A page of the dead letters.</summary>
    Task<JsonNode?> DeadLettersAsync(DeadLetterChoice choice, int skip, int take, CancellationToken cancellationToken);

    /// <exception cref="CommandException">There is no such dead letter.</exception>
    Task<JsonNode?> DeadLetterAsync(Guid id, CancellationToken cancellationToken);

    /// <returns>False when it failed again, and is kept.</returns>
    /// <exception cref="CommandException">There is no such dead letter, nothing here can handle it, or its handler has not ended soon.</exception>
    Task<bool> ReplayAsync(Guid id, CancellationToken cancellationToken);

    /// <exception cref="CommandException">There is no such dead letter.</exception>
    Task DiscardAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>Replays all that the choice names, and waits for the end.</summary>
    /// <exception cref="CommandException">Nothing here can handle them.</exception>
    Task<JsonNode?> ReplayAllAsync(DeadLetterChoice choice, CancellationToken cancellationToken);

    /// <summary>Discards all that the choice names, and waits for the end.</summary>
    Task<JsonNode?> DiscardAllAsync(DeadLetterChoice choice, CancellationToken cancellationToken);
}
