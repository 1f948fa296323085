namespace EventGen;

/// <summary>The transaction of one attempt of a handler: ended by the handler's scope.</summary>
internal interface IHandlerTransaction
{
    /// <summary>The handler has returned.</summary>
    ValueTask CommitAsync();

    /// <summary>The handler has failed.</summary>
    ValueTask RollBackAsync();
}
