namespace EventGen;

/// <summary>The settings of one handler of one event on one bus. Not thread safe; read once, when the bus is made.</summary>
public sealed class HandlerOptions : DeliverySettings
{
    /// <inheritdoc cref="EventBusOptions.Copy"/>
    internal HandlerOptions Copy() => (HandlerOptions)MemberwiseClone();
}
