namespace EventGen.Outbox.PostgreSql;

/// <summary>What a store knows since it was opened. Immutable.</summary>
internal sealed record Opened(OutboxStart Start, StoreSession Session, BatchSql BatchSql, ClaimSql ClaimSql);
