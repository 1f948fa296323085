namespace EventGen.Outbox.Tables;

/// <summary>Which dead letters say that an emission was accepted.</summary>
internal static class AcceptedEmissions
{
    /// <summary>The condition for those of deliveries. A message that was rejected was never accepted: whoever sends it again, mended, is to be heard.</summary>
    public static string IsAccepted(string? deadLetters = null) => $"{(deadLetters is null ? "" : $"{deadLetters}.")}kind <> {(int)DeadLetterKind.RejectedMessage}";
}
