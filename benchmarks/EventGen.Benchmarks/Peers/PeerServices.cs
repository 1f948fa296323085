using Microsoft.Extensions.DependencyInjection;

namespace EventGen.Benchmarks.Peers;

/// <summary>The mediators, from one container.</summary>
internal static class PeerServices
{
    private static readonly ServiceProvider s_provider = CreateProvider();

    public static Mediator.Mediator Mediator { get; } = s_provider.GetRequiredService<Mediator.Mediator>();

    public static MediatR.IMediator MediatR { get; } = new MediatR.Mediator(s_provider.GetService);

    private static ServiceProvider CreateProvider()
    {
        var services = new ServiceCollection();
        // By its full name, because MassTransit has an AddMediator too.
        MediatorDependencyInjectionExtensions.AddMediator(services, static options => options.ServiceLifetime = ServiceLifetime.Singleton);
        // MediatR has its registrations in another package. Singletons, as Mediator's handlers are.
        services.AddSingleton<MediatR.INotificationHandler<Notice>, NoticeHandler>();
        foreach (var handler in typeof(PeerServices).Assembly.GetTypes().Where(static type => type.IsSubclassOf(typeof(NoticeCounter<EightNotice>))))
            services.AddSingleton(typeof(MediatR.INotificationHandler<EightNotice>), handler);
        return services.BuildServiceProvider();
    }
}
