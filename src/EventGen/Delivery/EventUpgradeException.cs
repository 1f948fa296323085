namespace EventGen;

/// <summary>An upgrade of an older payload threw.</summary>
internal sealed class EventUpgradeException(Exception inner) : Exception("The upgrade of an older payload threw.", inner);
