using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;

namespace EventGen;

/// <summary>Makes the parts of a bus that were given as types. Thread safe.</summary>
internal static class PartActivator
{
    /// <summary>The part from the container, or made with its services.</summary>
    /// <inheritdoc cref="Create"/>
    public static TPart GetOrCreate<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TPart>(IServiceProvider services)
        where TPart : class =>
        services.GetService<TPart>() ?? Create<TPart>(services);

    /// <summary>The part, made with the services.</summary>
    /// <exception cref="InvalidOperationException">A service is missing; on a bus without any, the message says how to give it some.</exception>
    public static TPart Create<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TPart>(IServiceProvider services)
        where TPart : class
    {
        try
        {
            return ActivatorUtilities.CreateInstance<TPart>(services);
        }
        catch (InvalidOperationException exception) when (ReferenceEquals(services, NoServices.Instance) && NeedsServices(typeof(TPart)))
        {
            throw new InvalidOperationException(
                $"{typeof(TPart).Name} needs services, but the bus has no provider. Give it one with builder.UseServices(provider), or make the {typeof(TPart).Name} yourself and pass it. {exception.Message}",
                exception);
        }
    }

    // Where one constructor can do without services, what was thrown may be its own.
    private static bool NeedsServices([DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] Type part)
    {
        var constructors = part.GetConstructors();
        return constructors.Length > 0 && Array.TrueForAll(constructors, static one => Array.Exists(one.GetParameters(), static parameter => !parameter.HasDefaultValue));
    }
}
