namespace EventGen;

/// <summary>Takes the place of what a container's bus would be made of, and of its place in the process: how the test kit sees into a host.</summary>
/// <remarks>Registered in the container by whoever intercepts. Its bus is made without the container's publishers, and is not the process's default.</remarks>
internal interface IHostedBusInterceptor
{
    /// <summary>Changes what the bus is made of, after everything else has.</summary>
    void Configure(EventBusBuilder builder);

    /// <summary>The bus has been made.</summary>
    void Made(EventBus bus);
}
