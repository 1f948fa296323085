namespace EventGen.Hosting;

/// <summary>Changes the bus of a container, which is then a bus under test. For test kits.</summary>
/// <remarks>
/// Register one implementation as a singleton. The bus is then created without the application's publishers, and does not become the
/// process's default bus, so that hosts under test can run beside each other.
/// </remarks>
public interface IHostedBusInterceptor
{
    /// <summary>Changes what the bus is made of, after the application has. Called once, when the container creates the bus.</summary>
    /// <param name="builder">Has been told everything but the publishers.</param>
    void Configure(EventBusBuilder builder);

    /// <summary>The bus has been created, and not started. Called once.</summary>
    /// <param name="bus">The container's bus.</param>
    void Created(EventBus bus);
}
