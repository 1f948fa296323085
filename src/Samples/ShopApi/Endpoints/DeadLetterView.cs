namespace ShopApi.Endpoints;

/// <summary>What a client sees of a dead letter.</summary>
internal sealed record DeadLetterView(Guid Id, string Event, string Handler, int Attempts, DateTimeOffset LastFailure, string Reason)
{
    public static DeadLetterView Of(DeadLetter deadLetter) =>
        new(deadLetter.Id, deadLetter.EventId, deadLetter.Target, deadLetter.Attempts, deadLetter.LastFailure, deadLetter.Reason);
}
