using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;

namespace EventGen.EntityFrameworkCore;

/// <summary>Makes the execution strategies of a watched context: those that the context's options ask for.</summary>
internal sealed class WatchedStrategyFactory(ExecutionStrategyDependencies dependencies) : IExecutionStrategyFactory
{
    public IExecutionStrategy Create()
    {
        var create = dependencies.Options.Extensions.OfType<RelationalOptionsExtension>().FirstOrDefault()?.ExecutionStrategyFactory;
        return create is null ? new NonRetryingExecutionStrategy(dependencies) : new WatchedStrategy(create(dependencies), dependencies.CurrentContext);
    }
}
