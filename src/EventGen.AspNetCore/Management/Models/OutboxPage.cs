namespace EventGen.AspNetCore.Management;

/// <summary>A page of the outbox. The next one starts after <paramref name="Next"/>; <see langword="null"/> at the end.</summary>
internal sealed record OutboxPage(OutboxModel Status, IReadOnlyList<OutboxEntryModel> Items, long? Next);
