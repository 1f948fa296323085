namespace EventGen;

/// <summary>The settings of one handler of one event on one bus.</summary>
public sealed class HandlerOptions : DeliverySettings;
