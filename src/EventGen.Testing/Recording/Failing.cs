namespace EventGen.Testing;

/// <summary>A handler or publisher has failed.</summary>
internal sealed record Failing(HandlerFailure Failure) : Happening(Failure.EventId)
{
    public override string Describe() => $"failed {EventId}, attempt {Failure.Attempt}: {Failure}";
}
