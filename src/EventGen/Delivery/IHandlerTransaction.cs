namespace EventGen;

/// <summary>The transaction of one attempt of a handler: ended by the handler's scope.</summary>
internal interface IHandlerTransaction
{
    /// <summary>Whether the database could not begin it, or the connection broke while it was open: nothing of the handler's work is kept, and the handler need not be the reason.</summary>
    bool IsLost { get; }

    /// <summary>The handler has returned.</summary>
    ValueTask CommitAsync();

    /// <summary>The handler has failed.</summary>
    ValueTask RollBackAsync();
}
